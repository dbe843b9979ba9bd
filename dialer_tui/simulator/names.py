"""Names of the simulated floor: people in many scripts, campaigns, lists, dialers and lead fields."""

from __future__ import annotations

from typing import NamedTuple


class Script(NamedTuple):
    """People of one script: how often they turn up, and their first and last names."""

    weight: int
    first: tuple[str, ...]
    last: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


SCRIPTS: tuple[Script, ...] = (
    Script(
        120,
        _words(
            "Ann Bob Carol Dave Ella Frank Grace Henry Ivy Jack Kim Liam Mary Noah Olive Paul Quinn Rose Sam Tess "
            "Uma Victor Wendy Xavier Yasmin Zack Alice Brian Clara Dennis Emma Felix Hannah Ian Julia Kevin Lucy Mark "
            "Nina Oscar Penny Ralph Sarah Tom Vera Walter"
        ),
        _words(
            "Lee Ray Smith Brown Jones Garcia Miller Davis Wilson Moore Taylor Hall Young King Wright Hill Scott Green "
            "Adams Baker Nelson Carter Mitchell Turner Parker Collins Edwards Stewart Morris Rogers Reed Cook Bell "
            "Ward Cox Gray Howard Price Wood Watson Brooks Kelly Sanders Bennett Barnes"
        ),
    ),
    Script(
        12,
        _words(
            "Zoë José Søren Łukasz Chloé Jürgen Ángel Noémie Håkon Þóra Šárka Gergő Anaïs Björn İrem Đorđe Málfríður"
        ),
        _words(
            "Núñez Müller Ångström Žižek Çelik Dvořák Kovács Sørensen Brontë Peña Schäfer Łoś Škoda Őry Gonçalves "
            "O’Brien D’Água"
        ),
    ),
    Script(5, _words("Nguyễn Trần Phương Thảo Đức Hạnh Quỳnh"), _words("Văn Thị Đặng Bùi Phạm Lê Vũ")),
    Script(
        5, _words("Γιώργος Μαρία Νίκος Ελένη Σοφία Κώστας"), _words("Παπαδόπουλος Νικολάου Γεωργίου Οικονόμου Αντωνίου")
    ),
    Script(
        8,
        _words("Иван Ольга Дмитрий Анна Сергей Ірина Љубица Юлия"),
        _words("Иванов Смирнова Кузнецов Шевченко Попова Петровић Ёлкина"),
    ),
    Script(2, _words("Արամ Անի Տիգրան Նարե"), _words("Պետրոսյան Հակոբյան Սարգսյան")),
    Script(2, _words("გიორგი ნინო დავით თამარ"), _words("ბერიძე კაპანაძე მაისურაძე")),
    Script(4, _words("محمد فاطمة علي ليلى يوسف مريم"), _words("حسن العلي إبراهيم الخطيب منصور")),
    Script(3, _words("דוד שרה יוסי נועה איתן"), _words("כהן לוי מזרחי פרידמן")),
    Script(4, _words("अमित प्रिया राहुल सुनीता विक्रम"), _words("शर्मा सिंह गुप्ता वर्मा द्विवेदी")),
    Script(1, _words("সুমন রিয়া অর্ণব"), _words("চৌধুরী দাস ব্যানার্জী")),
    Script(1, _words("கார்த்திக் மீனா செல்வி"), _words("முருகன் ராஜா சுந்தரம்")),
    Script(2, _words("สมชาย สุดา กิตติ วรรณา"), _words("ใจดี ศรีสุข ทองดี")),
    Script(4, _words("伟 芳 娜 志强 秀英"), _words("王 李 張 刘 欧阳")),
    Script(4, _words("太郎 花子 さくら ケンジ 美咲"), _words("佐藤 鈴木 高橋 渡邉 小鳥遊")),
    Script(4, _words("민준 서연 지후 하은"), _words("김 이 박 최 남궁")),
    Script(1, _words("አበበ ሰላም ሙሉ"), _words("ከበደ ተስፋዬ ወርቁ")),
)

CAMPAIGNS: tuple[str, ...] = (
    "Spring Sale",
    "Cold 7",
    "Renewals",
    "Win-back Q4",
    "Support",
    "Survey – short",
    "Billing & Accounts",
    "Été à la carte",
    "Überweisung",
    "Продление договора",
    "サポート窓口",
    "حملة الربيع",
    "Claims <first notice>",
    "Upgrade 50% off",
    "Retention",
    "新規開拓",
)
"""Inbound queues at even places, outbound campaigns at odd ones."""

LISTS: tuple[str, ...] = ("Leads A", "Leads B", "Web forms", "Call-backs", "Fair 2026", "Partner Süd", "Архив", "名簿")

DIALERS: tuple[str, ...] = (
    "Dialer North",
    "Dialer South",
    "Dialer East",
    "Night Dialer",
    "Dialer Zürich",
    "Hosted 1",
    "Hosted 2",
)

FIELDS: tuple[str, ...] = _words(
    "leadNameFirst leadNameLast leadAddress leadAddress2 leadCity leadState leadZip leadCountry leadPhone leadPhone2 "
    "leadEmail leadIPAddress leadCompany leadGender leadCCNumber leadProductList"
)
"""The lead fields of the document's getCampaigns example, in its order."""

NOBODY_IN: tuple[str, ...] = ("VDCL", "VDCL", "", "[None]")
NOBODY_OUT: tuple[str, ...] = ("VDAD", "VDAD", "VDAD", "", "System")
"""What callAgentName says of a call that no person took."""

"""A live terminal console for call-centre floor supervisors on the INFOCU5 Dialer API 3.1."""

"""As Django has it; a moment has its time zone."""

DATETIME_FORMAT = "j. F Y, H:i T"

# A text as PowerShell reads it in a command, whatever stands in it.
function ConvertTo-GfaQuoted {
    param([string]$Text)
    "'" + $Text.Replace("'", "''") + "'"
}

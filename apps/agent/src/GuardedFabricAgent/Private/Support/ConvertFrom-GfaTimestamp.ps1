# ConvertFrom-Json of PowerShell 7 makes dates of what looks like one; 5.1 leaves text.
function ConvertFrom-GfaTimestamp {
    param($Text)
    if ($null -eq $Text -or '' -eq $Text) { return $null }
    if ($Text -is [datetime]) { return $Text.ToUniversalTime() }
    if ("$Text" -notmatch '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d') { return $null }
    [datetime]::Parse("$Text", [cultureinfo]::InvariantCulture).ToUniversalTime()
}

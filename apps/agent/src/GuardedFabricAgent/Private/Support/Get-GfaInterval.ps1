# How often the server wants to hear, within what the task scheduler and good sense allow.
function Get-GfaInterval {
    param([string]$StatePath)
    $seconds = ConvertTo-GfaNumber (Read-GfaStateFile -StatePath $StatePath -Name status).nextReportSeconds
    if ($null -eq $seconds) { return 900 }
    if ($seconds -lt 60) { return 60 }
    if ($seconds -gt 86400) { return 86400 }
    [int]$seconds
}

# True while the collectors belong into a process of their own. A time further off than is ever set comes from a
# clock that was stepped.
function Test-GfaApart {
    param([string]$StatePath)
    $until = ConvertFrom-GfaTimestamp (Read-GfaStateFile -StatePath $StatePath -Name status).apartUntil
    if ($null -eq $until) { return $false }
    $hours = ($until - (Get-Date).ToUniversalTime()).TotalHours
    $hours -gt 0 -and $hours -le 24.1
}

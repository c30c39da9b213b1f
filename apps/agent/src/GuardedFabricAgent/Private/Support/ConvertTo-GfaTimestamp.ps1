# RFC 3339 in UTC. ConvertTo-Json of 5.1 would write a date as /Date(ms)/.
function ConvertTo-GfaTimestamp {
    param($Time)
    if ($null -eq $Time) { return $null }
    $Time.ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ss.fff', [cultureinfo]::InvariantCulture) + 'Z'
}

# True where the source is registered, and where that cannot be read: removing says then what is wrong.
function Test-GfaEventSource {
    if (-not (Test-GfaCommand Microsoft.PowerShell.Management\Remove-EventLog)) { return $false }
    $key = 'SYSTEM\CurrentControlSet\Services\EventLog\Application\GuardedFabricAgent'
    try { $null -ne (Get-GfaRegistryValue -Key $key -Name EventMessageFile -Kind String) } catch { $true }
}

if (-not (Get-Module GfStubSupport)) { Import-Module GfStubSupport -Global }

function Get-WinEvent {
    [CmdletBinding()] param($FilterHashtable, [int64]$MaxEvents)
    $null = Enter-StubCommand -Name 'Get-WinEvent' -Action $ErrorActionPreference
    $described = Get-StubHost
    if ($described.noLog -and -not $FilterHashtable['ProviderName']) {
        Write-Error -Message 'There is not an event log on the localhost computer that matches.' -ErrorId NoMatchingLogsFound -Category ObjectNotFound -ErrorAction Stop
    }
    $name = if ($FilterHashtable['ProviderName']) { $FilterHashtable['ProviderName'] } else { 'HgsClient' }
    $found = @($described.events.$name | Where-Object { $null -ne $_ })
    if ($found.Count -eq 0) { Write-Error -Message "No events were found. $($described.noEvents)" -ErrorId NoMatchingEventsFound -ErrorAction Stop }
    $found | ForEach-Object { ConvertTo-StubObject $_ }
}
Export-ModuleMember -Function Get-WinEvent

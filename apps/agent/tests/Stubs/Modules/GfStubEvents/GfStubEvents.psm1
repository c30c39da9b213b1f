function Get-WinEvent {
    [CmdletBinding()] param($FilterHashtable, [int64]$MaxEvents)
    $null = Enter-StubCommand -Name 'Get-WinEvent'
    $name = if ($FilterHashtable['ProviderName']) { $FilterHashtable['ProviderName'] } else { 'HgsClient' }
    $found = @((Get-StubHost).events.$name | Where-Object { $null -ne $_ })
    if ($found.Count -eq 0) { Write-Error -Message 'No events were found.' -ErrorId NoMatchingEventsFound -ErrorAction Stop }
    $found | ForEach-Object { ConvertTo-StubObject $_ }
}
Export-ModuleMember -Function Get-WinEvent

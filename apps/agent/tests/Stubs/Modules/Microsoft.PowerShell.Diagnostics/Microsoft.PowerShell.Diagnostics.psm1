if (-not (Get-Module GfStubSupport)) { Import-Module GfStubSupport -Global }

# By log, level and number, as Windows selects them. An event without a log is one of the HGS client's own.
function Select-StubEvent {
    param($Event, [hashtable]$By)
    foreach ($one in $Event) {
        if ($null -eq $one) { continue }
        $log = if ($one.LogName) { $one.LogName } else { 'Microsoft-Windows-HostGuardianService-Client/Operational' }
        if (-not $By['ProviderName'] -and $By['LogName'] -notcontains $log) { continue }
        # Those of the boot are described without a number.
        if ($By['Id'] -and ($one.Id -or -not $By['ProviderName']) -and $By['Id'] -notcontains $one.Id) { continue }
        # The HGS client's events are of one day, whatever day it is when a test asks for them.
        if ($By['ProviderName'] -and $By['StartTime'] -and (-not $one.TimeCreated -or [datetime]"$($one.TimeCreated)" -lt $By['StartTime'].ToUniversalTime())) { continue }
        if ($By['Level'] -and $By['Level'] -notcontains $one.Level) { continue }
        ConvertTo-StubObject $one
    }
}

function Get-WinEvent {
    [CmdletBinding()] param($FilterHashtable, [int64]$MaxEvents)
    $null = Enter-StubCommand -Name 'Get-WinEvent' -Action $ErrorActionPreference
    $described = Get-StubHost
    $isAbsent = $described.noLog -eq $true -or @($described.noLog) -contains "$($FilterHashtable['LogName'])"
    if ($isAbsent -and -not $FilterHashtable['ProviderName']) {
        Write-Error -Message 'There is not an event log on the localhost computer that matches.' -ErrorId NoMatchingLogsFound -Category ObjectNotFound -ErrorAction Stop
    }
    if ($FilterHashtable['ProviderName'] -and @($described.noProvider) -contains "$($FilterHashtable['ProviderName'])") {
        Write-Error -Message 'There is not an event provider on the localhost computer that matches.' -ErrorId NoMatchingProvidersFound -Category ObjectNotFound -ErrorAction Stop
    }
    $name = if ($FilterHashtable['ProviderName']) { $FilterHashtable['ProviderName'] } else { 'HgsClient' }
    $found = @(Select-StubEvent -Event $described.events.$name -By $FilterHashtable | Select-Object -First $MaxEvents)
    if ($found.Count -eq 0) { Write-Error -Message "No events were found. $($described.noEvents)" -ErrorId NoMatchingEventsFound -ErrorAction Stop }
    $found
}
Export-ModuleMember -Function Get-WinEvent

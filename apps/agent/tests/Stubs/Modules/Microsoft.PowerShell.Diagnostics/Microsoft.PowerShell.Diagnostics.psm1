if (-not (Get-Module GfStubSupport)) { Import-Module GfStubSupport -Global }

# By number and time, as Windows selects them.
function Select-StubEvent {
    param($Event, [hashtable]$By)
    foreach ($one in $Event) {
        if ($null -eq $one) { continue }
        # Those of the boot are described without a number.
        if ($By['Id'] -and $one.Id -and $By['Id'] -notcontains $one.Id) { continue }
        if ($By['StartTime'] -and (-not $one.TimeCreated -or [datetime]"$($one.TimeCreated)" -lt $By['StartTime'].ToUniversalTime())) { continue }
        ConvertTo-StubObject $one
    }
}

# The HGS client's own, by a question in XPath. They are of one day, whatever day it is when a test asks for them; an event
# without a log is of the one that the attempts are logged in. The first are the newest.
function Find-StubEvent {
    param($Event, [string]$LogName, [string]$XPath)
    $path = $XPath -replace ' and TimeCreated\[timediff\(@SystemTime\) <= 86400000\]' -replace '^\*', '/Log/*'
    $of = @($Event | Where-Object { $null -ne $_ -and $(if ($_.LogName) { $_.LogName } else { 'Microsoft-Windows-HostGuardianService-Client/Operational' }) -eq $LogName })
    $lines = for ($index = 0; $index -lt $of.Count; $index++) { "<Event at=`"$index`"><System><EventID>$($of[$index].Id)</EventID><Level>$($of[$index].Level)</Level></System></Event>" }
    foreach ($match in @(Select-Xml -Content "<Log>$(-join $lines)</Log>" -XPath $path)) { ConvertTo-StubObject $of[[int]$match.Node.at] }
}

function Get-WinEvent {
    [CmdletBinding()] param($FilterHashtable, [string]$LogName, [string]$FilterXPath, [int64]$MaxEvents)
    $null = Enter-StubCommand -Name 'Get-WinEvent' -Action $ErrorActionPreference
    $described = Get-StubHost
    if ($LogName -and ($described.noLog -eq $true -or @($described.noLog) -contains $LogName)) {
        Write-Error -Message 'There is not an event log on the localhost computer that matches.' -ErrorId NoMatchingLogsFound -Category ObjectNotFound -ErrorAction Stop
    }
    if ($FilterHashtable -and @($described.noProvider) -contains "$($FilterHashtable['ProviderName'])") {
        Write-Error -Message 'There is not an event provider on the localhost computer that matches.' -ErrorId NoMatchingProvidersFound -Category ObjectNotFound -ErrorAction Stop
    }
    $found = @(if ($LogName) { Find-StubEvent -Event $described.events.HgsClient -LogName $LogName -XPath $FilterXPath } else { Select-StubEvent -Event $described.events."$($FilterHashtable['ProviderName'])" -By $FilterHashtable })
    if ($found.Count -eq 0) { Write-Error -Message "No events were found. $($described.noEvents)" -ErrorId NoMatchingEventsFound -ErrorAction Stop }
    $found | Select-Object -First $MaxEvents
}
Export-ModuleMember -Function Get-WinEvent

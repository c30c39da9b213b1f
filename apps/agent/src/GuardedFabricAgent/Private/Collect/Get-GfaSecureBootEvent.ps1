# The newest event of each kind that Get-GfaSecureBootEventFact names, the newest first. Looking through all of the System
# log takes seconds: what was found is remembered until the host is started again, and only newer events are looked for
# until then.
function Get-GfaSecureBootEvent {
    $bootedAt = Read-GfaOptional { (Get-GfaCimInstance -ClassName Win32_OperatingSystem).LastBootUpTime }
    $kept = Get-GfaBootMemory -Name secureBootEvents -BootedAt $bootedAt
    $now = (Get-Date).ToUniversalTime()
    $filter = @{ LogName = 'System'; ProviderName = 'Microsoft-Windows-TPM-WMI'; Id = @(1032, 1034, 1036) + 1043..1045 + 1795..1803 + 1808 }
    $since = ConvertFrom-GfaTimestamp $kept.askedAt
    # The clock may have been set back a little since; what was asked in a time to come says nothing.
    if ($null -ne $since -and $since -le $now) { $filter['StartTime'] = $since.AddHours(-1) }
    $logged = @(try { Microsoft.PowerShell.Diagnostics\Get-WinEvent -FilterHashtable $filter -MaxEvents 500 -ErrorAction Stop } catch {
            if ("$($_.FullyQualifiedErrorId)" -notmatch '^NoMatchingEventsFound') { throw }
        })
    $newest = @{}
    foreach ($one in @($kept.events)) { if ($null -ne $one) { $newest["$($one.id)"] = @{ at = ConvertTo-GfaTimestamp (ConvertFrom-GfaTimestamp $one.at); id = ConvertTo-GfaNumber $one.id } } }
    foreach ($entry in $logged) {
        $at = ConvertTo-GfaTimestamp $entry.TimeCreated
        $known = $newest["$($entry.Id)"]
        if ($null -eq $known -or "$at" -gt "$($known['at'])") { $newest["$($entry.Id)"] = @{ at = $at; id = ConvertTo-GfaNumber $entry.Id } }
    }
    [object[]]$found = @($newest.Values | Sort-Object -Property { "$($_['at'])" }, { $_['id'] } -Descending)
    Set-GfaBootMemory -Name secureBootEvents -Value @{ askedAt = ConvertTo-GfaTimestamp $now; events = $found }
    $found
}

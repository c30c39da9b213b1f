# The boot type and the last return from sleep, from the System log. Looking through all of it takes seconds: what was
# found is remembered until the host is started again, and only newer events are looked for then. They come without a
# start: neither hibernation nor fast start-up nor sleep changes when Windows says that it was started.
function Get-GfaBootEvent {
    param($BootedAt)
    $kept = Get-GfaBootMemory -Name boot -BootedAt $BootedAt
    $now = (Get-Date).ToUniversalTime()
    $since = ConvertFrom-GfaTimestamp $kept.askedAt
    # From a time to come where a clock was ahead.
    if ($null -ne $since -and $since -gt $now) { $since = $null }
    # The clock may have been set back a little since.
    if ($null -ne $since) { $since = $since.AddHours(-1) }
    $start = Get-GfaSystemEvent -Provider Microsoft-Windows-Kernel-Boot -Id 27 -Since $since
    $resume = Get-GfaSystemEvent -Provider Microsoft-Windows-Power-Troubleshooter -Id 1 -Since $since
    $found = @{
        bootType = if ($null -ne $start) { ConvertTo-GfaNumber @($start.Properties)[0].Value } else { $kept.bootType }
        resumedAt = ConvertTo-GfaTimestamp $(if ($null -ne $resume) { $resume.TimeCreated } else { ConvertFrom-GfaTimestamp $kept.resumedAt })
        askedAt = ConvertTo-GfaTimestamp $now
    }
    Set-GfaBootMemory -Name boot -Value $found
    $found
}

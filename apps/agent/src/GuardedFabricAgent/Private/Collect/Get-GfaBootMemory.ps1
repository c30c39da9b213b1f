# What was found since the host was last started, of what takes seconds to ask for. Whoever reads it sees to it that what
# may have changed since is asked for. Null where it
# is not known, or from an earlier start, or where nothing is remembered (outside the task's runs). The time of the start
# moves by fractions when the clock is set.
function Get-GfaBootMemory {
    param([string]$Name, $BootedAt)
    $memory = $script:GfaBootMemory
    if ($null -eq $memory -or $null -eq $BootedAt) { return }
    $known = ConvertFrom-GfaTimestamp $memory['bootedAt']
    $apart = if ($null -ne $known) { ($BootedAt.ToUniversalTime() - $known).TotalSeconds }
    if ($null -eq $apart -or $apart -gt 60 -or $apart -lt -60) { foreach ($key in @($memory.Keys)) { $memory[$key] = $null } }
    $memory['bootedAt'] = ConvertTo-GfaTimestamp $BootedAt
    if ($memory[$Name]) { $memory[$Name] | ConvertFrom-Json }
}

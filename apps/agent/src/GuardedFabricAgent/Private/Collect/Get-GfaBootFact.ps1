# How this host came up. Event 27 of Kernel-Boot holds the boot type (0 full, 1 fast start-up, 2 resume),
# event 1 of Power-Troubleshooter the return from sleep.
function Get-GfaBootFact {
    $bootedAt = (Get-GfaCimInstance -ClassName Win32_OperatingSystem).LastBootUpTime
    # When the host was started is known also where the log cannot be read.
    $found = Read-GfaOptional { Get-GfaBootEvent -BootedAt $bootedAt }
    $resumedAt = ConvertFrom-GfaTimestamp $found.resumedAt
    if ($null -ne $resumedAt -and $null -ne $bootedAt -and $resumedAt -lt $bootedAt.ToUniversalTime()) { $resumedAt = $null }
    New-GfaFact -Value ([ordered]@{
            bootType = $found.bootType
            lastBootAt = ConvertTo-GfaTimestamp $bootedAt
            resumedAt = ConvertTo-GfaTimestamp $resumedAt
        })
}

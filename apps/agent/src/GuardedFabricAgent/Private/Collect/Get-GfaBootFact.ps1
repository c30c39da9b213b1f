# How this host came up. Event 27 of Kernel-Boot holds the boot type (0 full, 1 fast start-up, 2 resume),
# event 1 of Power-Troubleshooter the return from sleep.
function Get-GfaBootFact {
    $bootedAt = (Get-GfaCimInstance -ClassName Win32_OperatingSystem).LastBootUpTime
    $type = Read-GfaOptional { @((Get-GfaSystemEvent -Provider Microsoft-Windows-Kernel-Boot -Id 27).Properties)[0].Value }
    $resumedAt = Read-GfaOptional { (Get-GfaSystemEvent -Provider Microsoft-Windows-Power-Troubleshooter -Id 1).TimeCreated }
    if ($null -ne $resumedAt -and $null -ne $bootedAt -and $resumedAt -lt $bootedAt) { $resumedAt = $null }
    New-GfaFact -Value ([ordered]@{
            bootType = ConvertTo-GfaNumber $type
            lastBootAt = ConvertTo-GfaTimestamp $bootedAt
            resumedAt = ConvertTo-GfaTimestamp $resumedAt
        })
}

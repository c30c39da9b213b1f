# How this host came up. Event 27 of Kernel-Boot holds the boot type (0 full, 1 fast start-up, 2 resume),
# event 1 of Power-Troubleshooter the return from sleep. Both are looked for through the whole System log, so once after
# each start.
function Get-GfaBootFact {
    $bootedAt = (Get-GfaCimInstance -ClassName Win32_OperatingSystem).LastBootUpTime
    $found = Get-GfaBootMemory -Name boot -BootedAt $bootedAt
    if ($null -eq $found) {
        $found = @{ bootType = $null; resumedAt = $null }
        try {
            $found['bootType'] = ConvertTo-GfaNumber @((Get-GfaSystemEvent -Provider Microsoft-Windows-Kernel-Boot -Id 27).Properties)[0].Value
            $found['resumedAt'] = ConvertTo-GfaTimestamp (Get-GfaSystemEvent -Provider Microsoft-Windows-Power-Troubleshooter -Id 1).TimeCreated
            Set-GfaBootMemory -Name boot -Value $found
        } catch {
            # When the host was started is known all the same.
            Write-Verbose (Get-GfaErrorText $_)
        }
    }
    $resumedAt = ConvertFrom-GfaTimestamp $found.resumedAt
    if ($null -ne $resumedAt -and $null -ne $bootedAt -and $resumedAt -lt $bootedAt.ToUniversalTime()) { $resumedAt = $null }
    New-GfaFact -Value ([ordered]@{
            bootType = $found.bootType
            lastBootAt = ConvertTo-GfaTimestamp $bootedAt
            resumedAt = ConvertTo-GfaTimestamp $resumedAt
        })
}

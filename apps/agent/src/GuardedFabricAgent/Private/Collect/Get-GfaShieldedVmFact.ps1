# How many VMs need a key from HGS: shielded ones and encryption-supported ones, whose virtual TPM is under
# the same key protector. A VM whose security cannot be read makes the count unknown, not smaller.
function Get-GfaShieldedVmFact {
    foreach ($command in 'Get-VM', 'Get-VMSecurity') {
        if (-not (Test-GfaCommand "Hyper-V\$command")) { return (New-GfaFact -Status unavailable -Reason (Get-GfaMessage CommandMissing $command)) }
    }
    $total = 0
    $running = 0
    foreach ($vm in @(Get-VM -ErrorAction Stop)) {
        # Generation 1 has no virtual TPM.
        if ($vm.Generation -eq 1) { continue }
        $security = Get-VMSecurity -VM $vm -ErrorAction Stop
        if ($null -eq $security -or ($null -eq $security.Shielded -and $null -eq $security.TpmEnabled)) { return (New-GfaFact -Status failed -Reason (Get-GfaMessage NothingReturned 'Get-VMSecurity')) }
        if ($security.Shielded -ne $true -and $security.TpmEnabled -ne $true) { continue }
        $total++
        if ("$($vm.State)" -eq 'Running') { $running++ }
    }
    New-GfaFact -Value ([ordered]@{ total = $total; running = $running })
}

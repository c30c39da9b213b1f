# How many VMs need a key from HGS: shielded ones and encryption-supported ones, whose virtual TPM is under
# the same key protector. A VM whose security cannot be read makes the count unknown, not smaller.
function Get-GfaShieldedVmFact {
    foreach ($command in 'Get-VM', 'Get-VMSecurity') {
        if (-not (Test-GfaCommand "Hyper-V\$command")) { return (New-GfaFact -Status unavailable -Reason (Get-GfaMessage CommandMissing $command)) }
    }
    $total = 0
    $running = 0
    # Generation 1 has no virtual TPM.
    $machines = @(Get-VM -ErrorAction Stop | Where-Object { $_.Generation -ne 1 })
    # One question for all of them: one for each takes minutes on a host with some hundreds.
    $answers = @(if ($machines.Count -gt 0) { Get-VMSecurity -VM $machines -ErrorAction Stop })
    foreach ($vm in $machines) {
        $security = Select-GfaVmSecurity -Vm $vm -Machine $machines -Answer $answers
        if ($null -eq $security -or ($null -eq $security.Shielded -and $null -eq $security.TpmEnabled)) { return (New-GfaFact -Status failed -Reason (Get-GfaMessage NothingReturned 'Get-VMSecurity')) }
        if ($security.Shielded -ne $true -and $security.TpmEnabled -ne $true) { continue }
        $total++
        if ("$($vm.State)" -eq 'Running') { $running++ }
    }
    New-GfaFact -Value ([ordered]@{ total = $total; running = $running })
}

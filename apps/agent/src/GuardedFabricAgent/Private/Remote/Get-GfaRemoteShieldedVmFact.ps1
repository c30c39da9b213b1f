# The VMs that need a key from HGS. Settings belong to a VM or to one of its checkpoints; the id in them tells.
function Get-GfaRemoteShieldedVmFact {
    $namespace = 'root/virtualization/v2'
    $id = '[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}'
    $security = @{}
    foreach ($setting in @(Get-GfaCimInstance -Namespace $namespace -ClassName Msvm_SecuritySettingData)) {
        if ("$($setting.InstanceID)" -match "^Microsoft:($id)") { $security[$Matches[1]] = $setting }
    }
    $second = @{}
    foreach ($setting in @(Get-GfaCimInstance -Namespace $namespace -ClassName Msvm_VirtualSystemSettingData)) {
        if ("$($setting.VirtualSystemSubType)" -eq 'Microsoft:Hyper-V:SubType:2') { $second["$($setting.VirtualSystemIdentifier)"] = $true }
    }
    $total = 0
    $running = 0
    $systems = @(Get-GfaCimInstance -Namespace $namespace -ClassName Msvm_ComputerSystem)
    # The host itself is one of them for everybody who may see them: without the right to, the list is empty.
    if ($systems.Count -eq 0) { return (New-GfaFact -Status failed -Reason (Get-GfaMessage NothingReturned 'Msvm_ComputerSystem')) }
    foreach ($vm in $systems) {
        # The host itself is one of them, under its own name. Generation 1 has no virtual TPM.
        if ("$($vm.Name)" -notmatch "^$id`$" -or -not $second["$($vm.Name)"]) { continue }
        $setting = $security["$($vm.Name)"]
        # A VM whose security cannot be read makes the count unknown, not smaller.
        if ($null -eq $setting -or ($null -eq $setting.ShieldingRequested -and $null -eq $setting.TpmEnabled)) { return (New-GfaFact -Status failed -Reason (Get-GfaMessage NothingReturned "Msvm_SecuritySettingData ($($vm.Name))")) }
        if ($setting.ShieldingRequested -ne $true -and $setting.TpmEnabled -ne $true) { continue }
        $total++
        if ($vm.EnabledState -eq 2) { $running++ }
    }
    New-GfaFact -Value ([ordered]@{ total = $total; running = $running })
}

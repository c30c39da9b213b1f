# Which of the answers is about a VM: the one that names it, or, where they name none, the one in its place.
function Select-GfaVmSecurity {
    param($Vm, [object[]]$Machine, [object[]]$Answer)
    foreach ($one in $Answer) { if ($one.VMId -and "$($one.VMId)" -eq "$($Vm.Id)") { return $one } }
    if ($Answer.Count -ne $Machine.Count -or $Answer[0].VMId) { return }
    for ($index = 0; $index -lt $Machine.Count; $index++) { if ($Machine[$index] -eq $Vm) { return $Answer[$index] } }
}

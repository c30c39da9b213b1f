# True where this is another machine than the one that was enrolled: one with a copy of its disk, or the same with another
# mainboard, which looks the same from here. What is not known, or names no single machine, is no other one.
function Test-GfaOtherMachine {
    param($Identity, [string]$MachineId)
    $enrolled = ConvertTo-GfaMachineId $Identity.machineId
    $own = ConvertTo-GfaMachineId $MachineId
    [bool]($enrolled -and $own -and $enrolled -ne $own)
}

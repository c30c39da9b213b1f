# Says that nothing is sent from here, since the identity that lies here is another machine's, and what to do.
function Stop-GfaOtherMachine {
    param([string]$StatePath, $Identity, [string]$MachineId)
    $message = Get-GfaMessage OtherMachine $MachineId, $Identity.machineId, $Identity.server
    Write-GfaEvent -StatePath $StatePath -Id 3006 -Level Error -Message $message
    New-GfaSendResult -Outcome OtherMachine -Pending @(Get-GfaSpoolEntry -StatePath $StatePath).Count -Message $message
}

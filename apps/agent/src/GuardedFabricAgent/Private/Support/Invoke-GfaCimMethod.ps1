# A method of a WMI class, on this computer or over the sessions of a central collector.
function Invoke-GfaCimMethod {
    param([string]$ClassName, [string]$Namespace, [string]$Method, [hashtable]$Argument = @{}, [int]$TimeoutSeconds = 10)
    $call = @{ ClassName = $ClassName; Namespace = $Namespace; MethodName = $Method; OperationTimeoutSec = $TimeoutSeconds }
    if ($Argument.Count -gt 0) { $call['Arguments'] = $Argument }
    # Reading is done whatever a caller only pretends to do.
    if ($null -eq $script:GfaRemote) { return (CimCmdlets\Invoke-CimMethod @call -WhatIf:$false -Confirm:$false -ErrorAction Stop) }
    $told = @($Argument.Keys | Sort-Object | ForEach-Object { "$_=$($Argument[$_])" })
    Read-GfaRemoteAnswer -Key "$Namespace $ClassName.$Method $($told -join ',')" -Command Invoke-CimMethod -Parameter $call
}

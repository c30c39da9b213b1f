# WMI with a time limit of its own, on this computer or over the sessions of a central collector.
function Get-GfaCimInstance {
    param([string]$ClassName, [string]$Namespace = 'root/cimv2', [string]$Filter)
    $query = @{ ClassName = $ClassName; Namespace = $Namespace; OperationTimeoutSec = 10 }
    if ($Filter) { $query['Filter'] = $Filter }
    if ($null -eq $script:GfaRemote) { return (CimCmdlets\Get-CimInstance @query -ErrorAction Stop) }
    Read-GfaRemoteAnswer -Key "$Namespace $ClassName $Filter" -Command Get-CimInstance -Parameter $query
}

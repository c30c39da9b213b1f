# WMI with a time limit of its own, on this computer or through the session of a central collector.
function Get-GfaCimInstance {
    param([string]$ClassName, [string]$Namespace = 'root/cimv2', [string]$Filter)
    $query = @{ ClassName = $ClassName; Namespace = $Namespace; OperationTimeoutSec = 10; ErrorAction = 'Stop' }
    if ($Filter) { $query['Filter'] = $Filter }
    Get-CimInstance @query
}

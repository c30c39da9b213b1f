# The failover cluster, or that there is none: a host outside a cluster has the feature missing or no cluster
# service of its own.
function Get-GfaClusterFact {
    if (-not (Test-GfaCommand FailoverClusters\Get-Cluster)) { return (New-GfaFact -Status unavailable -Reason (Get-GfaMessage CommandMissing 'Get-Cluster')) }
    if (-not (Get-GfaClusterName)) { return (New-GfaFact -Status unavailable -Reason (Get-GfaMessage NoCluster)) }
    $cluster = @(Get-Cluster -ErrorAction Stop)[0]
    $own = $env:COMPUTERNAME
    $state = $null
    [object[]]$nodes = @(foreach ($node in @(Get-ClusterNode -ErrorAction Stop)) {
            if ("$($node.Name)" -eq $own) { $state = "$($node.State)" }
            [ordered]@{ name = "$($node.Name)"; state = "$($node.State)" }
        })
    New-GfaFact -Value ([ordered]@{ name = ConvertTo-GfaText $cluster.Name; nodeState = $state; nodes = $nodes })
}

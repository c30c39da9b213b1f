# The failover cluster, or that there is none, which the server is told by `unavailable` together with no cluster's name.
# So the name is asked for first: a node whose cluster service is stopped has none to read, and is in a cluster whether
# or not the module is installed.
function Get-GfaClusterFact {
    if (-not (Get-GfaClusterName)) { return (New-GfaFact -Status unavailable -Reason (Get-GfaMessage NoCluster)) }
    if (-not (Test-GfaCommand FailoverClusters\Get-Cluster)) { return (New-GfaFact -Status unavailable -Reason (Get-GfaMessage CommandMissing 'Get-Cluster')) }
    $cluster = @(Get-Cluster -ErrorAction Stop)[0]
    $own = $env:COMPUTERNAME
    $state = $null
    [object[]]$nodes = @(foreach ($node in @(Get-ClusterNode -ErrorAction Stop)) {
            if ("$($node.Name)" -eq $own) { $state = "$($node.State)" }
            [ordered]@{ name = "$($node.Name)"; state = "$($node.State)" }
        })
    New-GfaFact -Value ([ordered]@{ name = ConvertTo-GfaText $cluster.Name; nodeState = $state; nodes = $nodes })
}

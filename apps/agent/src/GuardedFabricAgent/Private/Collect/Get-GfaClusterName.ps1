# The cluster's name, or null where this host is in none. The cluster service brings that part of the registry with it:
# on a node whose service does not run there is no name to read, and that is an error, since it still is a node. So is
# whatever keeps the registry from being read, a missing provider too: it says nothing about there being a cluster.
function Get-GfaClusterName {
    try {
        $name = Get-GfaRegistryValue -Key 'Cluster' -Name 'ClusterName' -Kind String
        if ($name) { return $name }
        # Disabled (4) until a host joins a cluster, then automatic (2).
        $start = Get-GfaRegistryValue -Key 'SYSTEM\CurrentControlSet\Services\ClusSvc' -Name Start
    } catch { throw (Get-GfaErrorText $_) }
    if ("$start" -eq '2') { throw (Get-GfaMessage ClusterStopped) }
    $null
}

if (-not (Get-Module GfStubSupport)) { Import-Module GfStubSupport -Global }

function Get-Cluster {
    [CmdletBinding()] param()
    ConvertTo-StubObject (Enter-StubCommand -Name 'Get-Cluster')
}
function Get-ClusterNode {
    [CmdletBinding()] param()
    foreach ($node in @(Enter-StubCommand -Name 'Get-ClusterNode')) { ConvertTo-StubObject $node }
}
Export-ModuleMember -Function Get-Cluster, Get-ClusterNode

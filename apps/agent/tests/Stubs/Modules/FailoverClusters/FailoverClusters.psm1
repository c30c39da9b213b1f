if (-not (Get-Module GfStubSupport)) { Import-Module GfStubSupport -Global }

function Get-Cluster {
    [CmdletBinding()] param()
    ConvertTo-StubObject (Enter-StubCommand -Name 'Get-Cluster' -Action $ErrorActionPreference)
}
function Get-ClusterNode {
    [CmdletBinding()] param()
    foreach ($node in @(Enter-StubCommand -Name 'Get-ClusterNode' -Action $ErrorActionPreference)) { ConvertTo-StubObject $node }
}
Export-ModuleMember -Function Get-Cluster, Get-ClusterNode

function Get-GfaRemoteClusterFact {
    $name = Get-GfaClusterName
    if (-not $name) { return (New-GfaFact -Status unavailable -Reason (Get-GfaMessage NoCluster)) }
    $own = "$((Get-GfaCimInstance -ClassName Win32_ComputerSystem).Name)"
    $state = $null
    [object[]]$nodes = @(foreach ($node in @(Get-GfaCimInstance -Namespace 'root/MSCluster' -ClassName MSCluster_Node)) {
            $word = Get-GfaWordAt -Word 'Up', 'Down', 'Paused', 'Joining' -Index $node.State
            if ($word -eq '-1') { $word = 'Unknown' }
            if ("$($node.Name)" -eq $own) { $state = $word }
            [ordered]@{ name = "$($node.Name)"; state = $word }
        })
    New-GfaFact -Value ([ordered]@{ name = ConvertTo-GfaText $name; nodeState = $state; nodes = $nodes })
}

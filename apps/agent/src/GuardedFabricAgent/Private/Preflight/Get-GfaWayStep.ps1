# How far a request came: name, port, TLS, trust. What fails ends it; what lies behind that was not tested, and what lies
# before it is right.
function Get-GfaWayStep {
    param([string]$Server, [string]$Proxy, $Answer)
    $order = 'Name', 'Port', 'TLS', 'Certificate'
    $failed = if ($Answer['status'] -gt 0) { '' } else {
        switch ($Answer['fault']) { 'name' { 'Name' } 'connection' { 'Port' } 'timeout' { 'Port' } 'clear' { 'Port' } 'closed' { 'TLS' } 'tls' { 'TLS' } 'certificate' { 'Certificate' } default { '' } }
    }
    $isTls = $Server -match '^https:'
    $advice = Get-GfaFaultAdvice -Answer $Answer -Server $Server
    $isBehind = $false
    # Behind a proxy that failed nobody here knows anything.
    $isStopped = Test-GfaProxyFailure -Answer $Answer -Proxy $Proxy
    foreach ($step in $order) {
        if ($step -eq $failed -and -not $isStopped) {
            New-GfaStep -Step $step -Result failed -Found "$($Answer['message'])" -ToDo $advice
            $isBehind = $true
        } elseif ($isBehind -or $isStopped) {
            New-GfaStep -Step $step -Result 'not tested' -Found (Get-GfaMessage StepBehind)
        } elseif (-not $isTls -and 'TLS', 'Certificate' -contains $step) {
            New-GfaStep -Step $step -Result 'not tested' -Found (Get-GfaMessage StepClear)
        } else {
            New-GfaStep -Step $step -Result ok -Found $(if ($Proxy -and 'Name', 'Port' -contains $step) { Get-GfaMessage StepByProxy })
        }
    }
}

# Which way requests take: a proxy that was named, else what Windows has set for this account. The task runs as SYSTEM,
# whose own settings are another matter; netsh winhttp is asked by neither.
function Get-GfaProxyStep {
    param([string]$Server, [string]$Proxy, $Answer)
    if ($Proxy -and (Test-GfaLoopback $Server)) { return (New-GfaStep -Step Proxy -Result 'not tested' -Found (Get-GfaMessage ProxyPassedBy $Proxy)) }
    $found = @(
        if ($Proxy) { Get-GfaMessage ProxyNamed $Proxy } else { Get-GfaMessage ProxyUnnamed }
        if (-not $Proxy) { foreach ($who in 'SYSTEM', 'account') { Get-GfaSystemProxy -Who $who } }
    ) -join ' '
    if (Test-GfaProxyFailure -Answer $Answer -Proxy $Proxy) {
        return (New-GfaStep -Step Proxy -Result failed -Found $found -ToDo (Get-GfaFaultAdvice -Answer $Answer -Server $Server))
    }
    # Without one named, what is set may be why nothing is reached.
    $toDo = if (-not $Proxy -and $Answer['status'] -eq 0 -and $found -match '://|:\d|WPAD') { Get-GfaMessage AdviceSystemProxy }
    New-GfaStep -Step Proxy -Result ok -Found $found -ToDo $toDo
}

# Whether what answers is this server.
function Get-GfaServerStep {
    param([string]$Server, $Answer, [bool]$IsThere)
    if ($IsThere) { return (New-GfaStep -Step Server -Result ok) }
    if ($Answer['status'] -eq 0 -and 'answer', 'redirect' -notcontains $Answer['fault']) { return (New-GfaStep -Step Server -Result 'not tested' -Found (Get-GfaMessage StepBehind)) }
    if (Test-GfaProxyRefusal $Answer) { return (New-GfaStep -Step Server -Result 'not tested' -Found (Get-GfaMessage StepBehind)) }
    $advice = if ($Answer['status'] -eq 200) { Get-GfaMessage AdviceAnswer $Server } else { Get-GfaFaultAdvice -Answer $Answer -Server $Server }
    New-GfaStep -Step Server -Result failed -Found "$(@($Answer['status'], $Answer['message'] | Where-Object { $_ }) -join ' ')" -ToDo $advice
}

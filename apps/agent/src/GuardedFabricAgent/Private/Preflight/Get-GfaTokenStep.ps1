# Whether a host could enrol with the token, of which nothing is spent.
function Get-GfaTokenStep {
    param([string]$Server, [string]$TokenFile, [string]$Proxy, [bool]$IsThere)
    if (-not $TokenFile) { return (New-GfaStep -Step Token -Result 'not tested' -Found (Get-GfaMessage StepNoToken)) }
    try { $secret = @{ text = (Read-GfaToken -TokenFile $TokenFile) } } catch {
        $found = Get-GfaErrorText $_
        $advice = if ($found -eq (Get-GfaMessage TokenGiven)) { Get-GfaMessage AdviceTokenGiven } else { Get-GfaMessage AdviceTokenFile $TokenFile }
        return (New-GfaStep -Step Token -Result failed -Found $found -ToDo $advice)
    }
    if (-not $IsThere) { return (New-GfaStep -Step Token -Result 'not tested' -Found (Get-GfaMessage StepBehind)) }
    $answer = Invoke-GfaRequest -Server $Server -Path '/api/v1/agent/check-token' -Secret $secret -Body '{}' -Proxy $Proxy
    if ($answer['status'] -eq 200 -and $answer['body'].valid -eq $true) {
        $tls = ConvertTo-GfaText $answer['body'].connection.tls -MaximumLength 100
        return (New-GfaStep -Step Token -Result ok -Found $(if ($tls) { Get-GfaMessage StepNegotiated $tls }))
    }
    # A server of before 1.1 has no such door, whatever says so in front of it, and enrolling would spend the token.
    if (404, 405, 501 -contains $answer['status']) { return (New-GfaStep -Step Token -Result 'not tested' -Found (Get-GfaMessage StepOldServer)) }
    New-GfaStep -Step Token -Result failed -Found "$($answer['status']) $($answer['code'])" -ToDo (Get-GfaEnrolmentAdvice -Answer $answer -Server $Server)
}

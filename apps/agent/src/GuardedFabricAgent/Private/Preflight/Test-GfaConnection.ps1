# The way from this host to a server, step by step, with the very requests that the agent makes: no other program is asked,
# since it might go another way. Nothing is written down, here or there.
function Test-GfaConnection {
    param([string]$Server, [string]$TokenFile, [string]$Proxy)
    $askedAt = (Get-Date).ToUniversalTime()
    $answer = Invoke-GfaRequest -Server $Server -Path '/api/health/live' -Proxy $Proxy
    $answeredAt = (Get-Date).ToUniversalTime()
    Get-GfaProxyStep -Server $Server -Proxy $Proxy -Answer $answer
    Get-GfaWayStep -Server $Server -Proxy $(if (-not (Test-GfaLoopback $Server)) { $Proxy }) -Answer $answer
    $isThere = $answer['status'] -eq 200 -and "$($answer['body'].status)" -eq 'live'
    Get-GfaServerStep -Server $Server -Answer $answer -IsThere $isThere
    Get-GfaClockStep -Answer $answer -AskedAt $askedAt -AnsweredAt $answeredAt -IsThere $isThere
    Get-GfaTokenStep -Server $Server -TokenFile $TokenFile -Proxy $Proxy -IsThere $isThere
}

# What a person has to do about a connection that cannot be made.
function Get-GfaFaultAdvice {
    param($Answer, [string]$Server)
    # Where there is a proxy, what cannot be reached or resolved is the proxy, or what it does not let through.
    if ($Answer['proxy'] -and (Test-GfaProxyFailure -Answer $Answer -Proxy $Answer['proxy'])) {
        $said = if ($Answer['status'] -gt 0) { "$($Answer['status'])" } else { $Answer['message'] }
        return (Get-GfaMessage AdviceProxy $Server, $Answer['proxy'], $said)
    }
    # One that nobody named: Windows' own settings.
    if (Test-GfaProxyRefusal $Answer) { return (Get-GfaMessage AdviceProxyUnnamed $Server, $(if ($Answer['status'] -gt 0) { "$($Answer['status'])" } else { $Answer['message'] })) }
    switch ($Answer['fault']) {
        'certificate' { return (Get-GfaCertificateAdvice -Server $Server -Message $Answer['message']) }
        # A connection that is not taken and one that is not answered look the same from here.
        'timeout' { return (Get-GfaMessage AdviceNoAnswer $Server, $Answer['message'], ([uri]$Server).Host, ([uri]$Server).Port) }
        'clear' { return (Get-GfaMessage AdviceNoTls $Server, $Answer['message']) }
        'tls' { return (Get-GfaMessage AdviceTls $Server, $Answer['message']) }
        # 5.1 says no more than that where the other side ends the handshake.
        'closed' { if ($Server -match '^https:') { return (Get-GfaMessage AdviceClosed $Server, $Answer['message']) } }
        'redirect' { return (Get-GfaMessage AdviceRedirect $Server) }
        'name' { return (Get-GfaMessage AdviceName $Server) }
        'answer' { return (Get-GfaMessage AdviceAnswer $Server) }
    }
    if ($Answer['status'] -gt 0) { return (Get-GfaMessage AdviceStatus $Server, (@($Answer['status'], $Answer['code'], $Answer['message'] | Where-Object { $_ }) -join ' ')) }
    Get-GfaMessage AdviceConnection $Server, $Answer['message']
}

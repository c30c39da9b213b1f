# What a person has to do about a connection that cannot be made.
function Get-GfaFaultAdvice {
    param($Answer, [string]$Server)
    switch ($Answer['fault']) {
        'certificate' { return (Get-GfaMessage AdviceCertificate $Server, $Answer['message']) }
        'tls' { return (Get-GfaMessage AdviceTls $Server, $Answer['message']) }
        'redirect' { return (Get-GfaMessage AdviceRedirect $Server) }
        'name' { return (Get-GfaMessage AdviceName $Server) }
        'answer' { return (Get-GfaMessage AdviceAnswer $Server) }
    }
    if ($Answer['status'] -gt 0) { return (Get-GfaMessage AdviceStatus $Server, $Answer['status'], $Answer['code'], $Answer['message']) }
    Get-GfaMessage AdviceConnection $Server, $Answer['message']
}

function Get-GfaEnrolmentAdvice {
    param($Answer, [string]$Server)
    switch ($Answer['code']) {
        'already_enrolled' { return (Get-GfaMessage EnrolAlready $Server) }
        'invalid_token' { return (Get-GfaMessage EnrolToken $Server) }
    }
    Get-GfaFaultAdvice -Answer $Answer -Server $Server
}

# Keeps the spool and says when and why the next try comes.
function Stop-GfaSending {
    param([string]$StatePath, [string]$Server, [hashtable]$Sum, $Answer)
    $seconds = [int]$Answer['waitSeconds']
    $id = 2004
    $level = 'Warning'
    $Sum['outcome'] = 'Kept'
    $Sum['message'] = Get-GfaMessage SnapshotsKept (Get-GfaFaultAdvice -Answer $Answer -Server $Server)
    if (401, 403 -contains $Answer['status'] -and -not (Test-GfaProxyRefusal $Answer)) {
        $Sum['outcome'] = 'Refused'
        $Sum['message'] = Get-GfaMessage CredentialRefused $Server, $Answer['code']
        $seconds = 3600
        $id = 3000
        $level = 'Error'
    } elseif ('tls', 'clear', 'certificate', 'redirect' -contains $Answer['fault']) {
        $Sum['outcome'] = 'Blocked'
        $id = if ($Answer['fault'] -eq 'redirect') { 3002 } else { 3001 }
        $level = 'Error'
    }
    $change = @{
        notBefore = ConvertTo-GfaTimestamp (Get-Date).ToUniversalTime().AddSeconds($seconds)
        transportFault = $null
        # What the runs until then say.
        waitOutcome = $Sum['outcome']
        waitMessage = ConvertTo-GfaText $Sum['message'] -MaximumLength 2000
    }
    if ('tls', 'certificate' -contains $Answer['fault']) {
        $change['transportFault'] = "failed: $($Answer['fault'])"
        $change['connectionTls'] = $null
    }
    Set-GfaStatus -StatePath $StatePath -Change $change
    Write-GfaEvent -StatePath $StatePath -Id $id -Level $level -Message $Sum['message']
    $Sum
}

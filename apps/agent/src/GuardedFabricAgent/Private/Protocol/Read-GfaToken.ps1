# The enrolment token from a file or from the person at the console.
function Read-GfaToken {
    param([string]$TokenFile)
    if ($TokenFile) {
        $token = (Read-GfaText -Path $TokenFile).Trim()
    } else {
        $secret = Read-Host -Prompt (Get-GfaMessage TokenPrompt) -AsSecureString
        $token = (New-Object pscredential 'token', $secret).GetNetworkCredential().Password.Trim()
    }
    if ($token -notmatch '^\S{8,512}$') { throw (Get-GfaMessage TokenUnreadable) }
    $token
}

# The enrolment token from a file or from the person at the console.
function Read-GfaToken {
    param([string]$TokenFile)
    # PowerShell takes -Token for -TokenFile. A token that was given so is not said again.
    if ($TokenFile -match '^\s*gfe_[^\\/\s]+\s*$' -and -not (Test-Path -LiteralPath $TokenFile)) { throw (Get-GfaMessage TokenGiven) }
    if ($TokenFile) {
        $token = (Read-GfaText -Path $TokenFile).Trim()
    } else {
        $secret = Read-Host -Prompt (Get-GfaMessage TokenPrompt) -AsSecureString
        $token = (New-Object pscredential 'token', $secret).GetNetworkCredential().Password.Trim()
    }
    if ($token -notmatch '^\S{8,512}$') { throw (Get-GfaMessage TokenUnreadable) }
    $token
}

# What to do about a certificate that is not trusted: PowerShell 7 names what is wrong with it, in words of the framework
# that are not translated. Windows PowerShell 5.1 has one word for all, so that all is said.
function Get-GfaCertificateAdvice {
    param([string]$Server, [string]$Message)
    $now = (Get-Date).ToUniversalTime().ToString('yyyy-MM-dd HH:mm')
    $advice = @(
        if ($Message -cmatch 'UntrustedRoot|PartialChain') { Get-GfaMessage AdviceAuthority $Server, $Message }
        if ($Message -cmatch 'NameMismatch') { Get-GfaMessage AdviceOtherName $Server, $Message }
        if ($Message -cmatch 'NotTimeValid') { Get-GfaMessage AdviceTimeValid $Server, $now, $Message }
    )
    if ($advice.Count -eq 0) { return (Get-GfaMessage AdviceCertificate $Server, $Message, $now) }
    $advice -join ' '
}

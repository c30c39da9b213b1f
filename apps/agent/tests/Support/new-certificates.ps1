# An authority of its own, and server certificates that it vouches for: one that is right, one out of date and one
# for another name; and one that nobody vouches for. For the tests of TLS, in PEM.
param([Parameter(Mandatory = $true)] [string]$Folder, [string]$Name = 'fabric.test.example')
$ErrorActionPreference = 'Stop'
$padding = [Security.Cryptography.RSASignaturePadding]::Pkcs1
$now = [DateTimeOffset]::UtcNow

function New-Request([string]$Subject, $Key) {
    [Security.Cryptography.X509Certificates.CertificateRequest]::new("CN=$Subject", $Key, 'SHA256', $padding)
}

function Save-Pair([string]$As, $Certificate, $Key) {
    Set-Content "$Folder/$As.pem" $Certificate.ExportCertificatePem()
    Set-Content "$Folder/$As.key" $Key.ExportPkcs8PrivateKeyPem()
}

function New-ServerRequest([string]$Subject, $Key) {
    $request = New-Request $Subject $Key
    $names = [Security.Cryptography.X509Certificates.SubjectAlternativeNameBuilder]::new()
    $names.AddDnsName($Subject)
    if ($Subject -eq $Name) { $names.AddDnsName('localhost') }
    $request.CertificateExtensions.Add($names.Build())
    $request
}

$authorityKey = [Security.Cryptography.RSA]::Create(2048)
$request = New-Request 'Authority of a test' $authorityKey
$request.CertificateExtensions.Add([Security.Cryptography.X509Certificates.X509BasicConstraintsExtension]::new($true, $false, 0, $true))
$authority = $request.CreateSelfSigned($now.AddDays(-30), $now.AddDays(30))
Save-Pair 'authority' $authority $authorityKey

$serial = 1
foreach ($made in @(
        @{ As = 'right'; Subject = $Name; From = -1; To = 10 },
        @{ As = 'expired'; Subject = $Name; From = -20; To = -1 },
        @{ As = 'other-name'; Subject = 'other.test.example'; From = -1; To = 10 }
    )) {
    $key = [Security.Cryptography.RSA]::Create(2048)
    $serial++
    $certificate = (New-ServerRequest $made.Subject $key).Create($authority, $now.AddDays($made.From), $now.AddDays($made.To), [byte[]]@($serial))
    Save-Pair $made.As $certificate $key
}
$key = [Security.Cryptography.RSA]::Create(2048)
Save-Pair 'self-signed' ((New-ServerRequest $Name $key).CreateSelfSigned($now.AddDays(-1), $now.AddDays(10))) $key

# Starts fault-server.mjs and ends it again.
function Start-FaultServer {
    param([string]$CertificateFile, [string]$KeyFile)
    $start = [Diagnostics.ProcessStartInfo]::new($env:GF_NODE)
    foreach ($argument in @("$PSScriptRoot/fault-server.mjs", $CertificateFile, $KeyFile) | Where-Object { $_ }) { $start.ArgumentList.Add($argument) }
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start)
    @{ Process = $process; Port = [int]$process.StandardOutput.ReadLine() }
}

function Stop-FaultServer {
    param([hashtable]$Server)
    $Server.Process.StandardInput.Close()
    $Server.Process.WaitForExit()
}

# A certificate that nobody vouches for.
function New-SelfSignedPair {
    param([string]$Folder)
    $key = [Security.Cryptography.RSA]::Create(2048)
    $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=localhost', $key, 'SHA256', [Security.Cryptography.RSASignaturePadding]::Pkcs1)
    $certificate = $request.CreateSelfSigned([DateTimeOffset]::UtcNow.AddDays(-1), [DateTimeOffset]::UtcNow.AddDays(1))
    Set-Content "$Folder/cert.pem" $certificate.ExportCertificatePem()
    Set-Content "$Folder/key.pem" $key.ExportPkcs8PrivateKeyPem()
}
Export-ModuleMember -Function Start-FaultServer, Stop-FaultServer, New-SelfSignedPair

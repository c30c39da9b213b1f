# Crash dumps and their encryption. HGS knows a dump key by the hash of its public part.
function Get-GfaDumpFact {
    $control = 'SYSTEM\CurrentControlSet\Control\CrashControl'
    $certificate = "$control\EncryptionCertificates\Certificate.1"
    New-GfaFact -Value ([ordered]@{
            crashDumpEnabled = Get-GfaRegistryValue -Key $control -Name CrashDumpEnabled
            forceDumpsDisabledGuardedHost = Get-GfaRegistryValue -Key "$control\ForceDumpsDisabled" -Name GuardedHost
            dumpEncryptionEnabled = Get-GfaRegistryValue -Key $control -Name DumpEncryptionEnabled
            keyThumbprint = ConvertTo-GfaText (Get-GfaRegistryValue -Key $certificate -Name Thumbprint -Kind String)
            keySha256 = Get-GfaByteHash (Get-GfaRegistryValue -Key $certificate -Name PublicKey -Kind Binary)
        })
}

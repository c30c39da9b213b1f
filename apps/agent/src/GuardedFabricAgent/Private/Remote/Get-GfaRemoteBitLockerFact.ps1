# The volume that Windows starts from, in the words of Get-BitLockerVolume. How far an encryption has come and
# what protects its key are told by methods of the volume and stay unknown.
function Get-GfaRemoteBitLockerFact {
    $drive = ConvertTo-GfaText (Get-GfaCimInstance -ClassName Win32_OperatingSystem).SystemDrive
    if ("$drive" -notmatch '^[A-Za-z]:$') { return (New-GfaFact -Status failed -Reason (Get-GfaMessage NothingReturned 'Win32_OperatingSystem.SystemDrive')) }
    $volumes = @(Get-GfaCimInstance -Namespace 'root/cimv2/Security/MicrosoftVolumeEncryption' -ClassName Win32_EncryptableVolume)
    $volume = @($volumes | Where-Object { "$($_.DriveLetter)" -eq $drive })[0]
    if ($null -eq $volume) { return (New-GfaFact -Status failed -Reason (Get-GfaMessage NothingReturned "Win32_EncryptableVolume ($drive)")) }
    $conversions = 'FullyDecrypted', 'FullyEncrypted', 'EncryptionInProgress', 'DecryptionInProgress', 'EncryptionPaused', 'DecryptionPaused'
    $methods = 'None', 'Aes128Diffuser', 'Aes256Diffuser', 'Aes128', 'Aes256', 'Hardware', 'XtsAes128', 'XtsAes256'
    New-GfaFact -Value ([ordered]@{
            mountPoint = $drive
            volumeStatus = Get-GfaWordAt -Word $conversions -Index $volume.ConversionStatus
            protectionStatus = Get-GfaWordAt -Word 'Off', 'On', 'Unknown' -Index $volume.ProtectionStatus
            encryptionPercentage = $null
            keyProtectorTypes = $null
            encryptionMethod = Get-GfaWordAt -Word $methods -Index $volume.EncryptionMethod
        })
}

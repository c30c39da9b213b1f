# The volume that Windows starts from. The BitLocker module comes with the feature; the provider below it
# does too, so without the module there is nothing to ask.
function Get-GfaBitLockerFact {
    if (-not (Test-GfaCommand BitLocker\Get-BitLockerVolume)) { return (New-GfaFact -Status unavailable -Reason (Get-GfaMessage ModuleMissing 'BitLocker')) }
    $volume = @(Get-BitLockerVolume -MountPoint $env:SystemDrive -ErrorAction Stop)[0]
    if ($null -eq $volume) { return (New-GfaFact -Status failed -Reason (Get-GfaMessage NothingReturned 'Get-BitLockerVolume')) }
    $types = foreach ($protector in @($volume.KeyProtector)) { if ($null -ne $protector) { "$($protector.KeyProtectorType)" } }
    New-GfaFact -Value ([ordered]@{
            mountPoint = ConvertTo-GfaText $volume.MountPoint
            volumeStatus = ConvertTo-GfaText $volume.VolumeStatus
            protectionStatus = ConvertTo-GfaText $volume.ProtectionStatus
            encryptionPercentage = ConvertTo-GfaNumber $volume.EncryptionPercentage
            keyProtectorTypes = ConvertTo-GfaTextList $types
            encryptionMethod = ConvertTo-GfaText $volume.EncryptionMethod
        })
}

function Get-GfaPagefileFact {
    $fileSystem = 'SYSTEM\CurrentControlSet\Control\FileSystem'
    New-GfaFact -Value ([ordered]@{
            encryptPagingFile = Get-GfaRegistryValue -Key $fileSystem -Name NtfsEncryptPagingFile
            encryptPagingFilePolicy = Get-GfaRegistryValue -Key 'SYSTEM\CurrentControlSet\Policies' -Name NtfsEncryptPagingFile
            encryptPagingFileGuardedHosts = Get-GfaRegistryValue -Key $fileSystem -Name NtfsEncryptPagingFileForGuardedHosts
        })
}

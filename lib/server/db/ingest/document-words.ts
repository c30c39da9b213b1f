// What almost every document contains, in the order in which the agent writes it and without anything of one
// host. Stored documents need it to be read, so it never changes. Other words would be another version with
// its own first byte.

export const DOCUMENT_WORDS_1 = [
  '"snapshotId":"",',
  '"collectedAt":"",',
  '"bootedAt":"",',
  '"agent":{"version":"1.0.0","powershell":"7.6.9","languageMode":"ConstrainedLanguage","durationMs":},',
  '"host":{"hostname":"","fqdn":"","machineId":"","osCaption":"Microsoft Windows Server 2022 Datacenter","osVersion":"10.0.20348.2849","manufacturer":"","model":"","firmwareVersion":"","cluster":"","timeZone":"UTC"},',
  '"hgsClient":{"isHostGuarded":false,"mode":"HostGuardianService","modeCode":2,"attestationServerUrl":"http:///Attestation","keyProtectionServerUrl":"http:///KeyProtection","attestationOperationMode":"Tpm","attestationOperationModeCode":1,"attestationStatus":"InsecureHostConfiguration","attestationStatusCode":303,"attestationSubstatus":"SecureBootSettings, BitLocker","attestationSubstatusCode":"1536","fallbackAttestationServerUrl":["http:///Attestation"],"fallbackKeyProtectionServerUrl":["http:///KeyProtection"],"isFallbackInUse":false},',
  '"hostGuardianFeature":{"status":"ok","value":{"installState":"Installed","source":"WindowsFeature","restartNeeded":false}},',
  '"shieldedVms":{"status":"ok","value":{"total":3,"running":2}},',
  '"tls":{"status":"ok","value":{"systemDefaultTlsVersions64":1,"systemDefaultTlsVersions32":1,"schUseStrongCrypto64":1,"schUseStrongCrypto32":1,"tls10ClientEnabled":0,"tls10ClientDisabledByDefault":1,"tls12ClientEnabled":1,"tls12ClientDisabledByDefault":0,"negotiated":"TLSv1.3"}},',
  '"clock":{"status":"ok","value":{"source":"","offsetSeconds":0.0,"syncedAt":"","timeZone":"UTC"}},',
  '"boot":{"status":"ok","value":{"bootType":0,"lastBootAt":"","resumedAt":""}},',
  '"hardware":{"status":"ok","value":{"manufacturer":"","model":"","serial":"","firmwareVersion":"","firmwareDate":""}},',
  '"deviceGuard":{"status":"ok","value":{"virtualizationBasedSecurityStatus":2,"availableSecurityProperties":[1,2,3,5,6,7],"requiredSecurityProperties":[1],"securityServicesConfigured":[2],"securityServicesRunning":[2],"codeIntegrityPolicyEnforcementStatus":2,"userModeCodeIntegrityPolicyEnforcementStatus":2}},',
  '"secureBoot":{"status":"ok","value":{"enabled":true,"uefi":true,"uefiCa2023Status":"InProgress","updateAvailable":16384,"error":"0x8007015E"}},',
  '"bitLocker":{"status":"ok","value":{"mountPoint":"C:","volumeStatus":"FullyDecrypted","protectionStatus":"Off","encryptionPercentage":0,"keyProtectorTypes":["Tpm"],"encryptionMethod":"XtsAes128"}},',
  '"codeIntegrity":{"status":"ok","value":{"policies":[{"path":"SIPolicy.p7b","sha256":"","length":32},{"path":"CiPolicies/Active/{.cip","sha256":"","length":30}]}},',
  '"dumps":{"status":"ok","value":{"crashDumpEnabled":7,"forceDumpsDisabledGuardedHost":0,"dumpEncryptionEnabled":1,"keyThumbprint":"","keySha256":""}},',
  '"hibernation":{"status":"ok","value":{"hibernateEnabled":0,"forceHibernateDisabledGuardedHost":1,"forceHibernateDisabledPolicy":0}},',
  '"pagefile":{"status":"ok","value":{"encryptPagingFile":1,"encryptPagingFilePolicy":1,"encryptPagingFileGuardedHosts":1}},',
  '"tpm":{"status":"ok","value":{"present":true,"ready":true,"enabled":true,"activated":true,"owned":true,"restartPending":false,"manufacturerId":"INTC","manufacturerVersion":"402.1.0.0","lockedOut":false}},',
  '"cluster":{"status":"ok","value":{"name":"","nodeState":"Up","nodes":[{"name":"","state":"Up"},{"name":"","state":"Up"}]}},',
  '"hgsEvents":{"status":"ok","value":{"events":[{"at":"","id":1008,"message":""}]}},',
  '"diagnostics":{"status":"ok","value":{"text":"Overall Result: Fail\\n    GuardHost1: Fail\\n        Test Attestation: Fail\\n            Check Attestation Status: Fail","collectedAt":""}},',
].join('');
